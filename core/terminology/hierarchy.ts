/** The concepts above each concept, from what says only the next ones. Pure. */

/**
 * For each place its lineage: itself, everything above it, and `root`. `parents[i]` are places. Where definitions go in
 * a circle, the way back is not followed: subsumption stays an order.
 */
export function lineages(parents: readonly (readonly number[])[], idOf: (place: number) => number, root: number) {
  const found: (number[] | undefined)[] = new Array(parents.length);
  const under = new Uint8Array(parents.length);
  const circular: number[] = [];
  for (let start = 0; start < parents.length; start++) {
    const stack = [start];
    while (stack.length > 0) {
      const place = stack[stack.length - 1] as number;
      if (found[place]) {
        stack.pop();
        continue;
      }
      const waiting = under[place] ? [] : (parents[place] ?? []).filter((above) => !found[above] && !under[above]);
      under[place] = 1;
      if (waiting.length > 0) {
        stack.push(...waiting);
        continue;
      }
      const all = new Set<number>([idOf(place)]);
      for (const above of parents[place] ?? []) {
        const line = found[above];
        if (!line) circular.push(place);
        else for (const id of line) all.add(id);
      }
      all.add(root);
      found[place] = [...all];
      stack.pop();
    }
  }
  return { lineages: found as number[][], circular };
}

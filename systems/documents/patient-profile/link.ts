/** Which fact of the record is meant: what overviews, events, problems and disputes share. */

/** Where one event opens (level 2). */
export interface EventLink {
  type: string;
  id: string;
}

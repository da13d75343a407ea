/**
 * The house's arrows: apps → systems → core → libs; systems are strangers; a system has one face. Run by
 * checks/boundaries.ts, which also plants a violation of every rule to see that it is caught.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libs-know-only-libs',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(core|systems|apps|checks|simulation)/' },
    },
    {
      name: 'libs-are-pure',
      comment:
        'No clock, network or database in libs. The compiler of FHIR definitions reads files at build time; artefacts are loaded once.',
      severity: 'error',
      from: { path: '^libs/', pathNot: ['^libs/fhir/(compiler/|artefacts|bench)', '\\.test\\.tsx?$', '^libs/ui/'] },
      to: { path: '^(node:)?(fs|fs/promises|net|http|https|child_process|dgram|tls)$|node_modules/(pg|fastify)/' },
    },
    {
      name: 'core-knows-no-system',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: '^(systems|apps|checks|simulation)/' },
    },
    {
      name: 'systems-are-strangers',
      severity: 'error',
      from: { path: '^systems/([^/]+/[^/]+)/' },
      to: { path: '^systems/', pathNot: '^systems/$1/' },
    },
    {
      name: 'systems-know-no-app',
      severity: 'error',
      from: { path: '^systems/' },
      to: { path: '^(apps|checks|simulation)/' },
    },
    {
      name: 'a-system-has-one-face',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^systems/', pathNot: '^systems/[^/]+/[^/]+/((screens/)?index\\.tsx?)$' },
    },
    {
      name: 'only-the-kit-has-widgets',
      comment: 'No portal and no system imports a UI library other than libs/ui.',
      severity: 'error',
      from: { path: '^(apps|systems)/' },
      to: { path: 'node_modules/(react-aria-components|react-aria|@visx)/' },
    },
    {
      name: 'the-judge-stays-out',
      comment: '@medplum/core is an independent judge in tests, never part of the product.',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$' },
      to: { path: 'node_modules/@medplum/core/' },
    },
    {
      name: 'tests-stay-tests',
      severity: 'error',
      from: {
        path: '^(apps|systems|core|libs)/',
        pathNot: '(\\.test\\.tsx?|test-database\\.ts|test-face\\.ts)$|(^|/)(fixtures(/|\\.ts$)|bench\\.ts$)',
      },
      to: {
        path: '(\\.test\\.tsx?$|test-database\\.ts$|test-face\\.ts$|(^|/)fixtures(/|\\.ts$)|node_modules/(vitest|fast-check)/)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|var)/' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};

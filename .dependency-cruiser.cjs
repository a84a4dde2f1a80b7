// Imports go one way: a folder knows those before it, never those after it.
const order = ['db', 'web', 'people', 'services', 'tickets', 'monitoring', 'mail', 'personal-data', 'administration'];

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphan',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '^(migrations|seeds|knexfile)'] },
      to: {},
    },
    ...order.flatMap((folder, place) =>
      place === order.length - 1
        ? []
        : [
            {
              name: `${folder}-knows-nothing-after-it`,
              severity: 'error',
              from: { path: `^src/${folder}/` },
              to: { path: `^src/(${order.slice(place + 1).join('|')})/` },
            },
          ],
    ),
    {
      name: 'only-the-top-assembles',
      severity: 'error',
      from: { path: `^src/(${order.join('|')})/` },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'no-demonstration-in-production',
      comment: 'only npm start, the tests and the bench may load the demonstration parts',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(demo/|start\\.ts$)' },
      to: { path: '^src/demo/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};

// Who may import whom (docs/architecture.md). Every rule has an offender in test/fixtures/offenders/imports, and a
// test that sees it caught. Paths have no leading anchor where they name a package: a fixture reaches it by ../..

/** What each room of src/ may see of src/, in the order in which they build on each other. */
const SEES = {
  lib: ['lib'],
  jmespath: ['lib', 'jmespath'],
  domain: ['lib', 'jmespath', 'domain'],
  store: ['lib', 'jmespath', 'domain', 'store'],
  sources: ['lib', 'jmespath', 'domain', 'sources'],
  sync: ['lib', 'jmespath', 'domain', 'store', 'sources', 'sync'],
  app: ['lib', 'jmespath', 'domain', 'store', 'sources', 'sync', 'app'],
  auth: ['lib', 'domain', 'store', 'auth'],
};
for (const [room, seen] of Object.entries(SEES)) SEES[room] = seen.map((other) => `src/${other}/`);
// A door sees the registry and the contract of data sources for the schemas of bodies, and nothing else of them.
const SOURCES_FOR_DOORS = 'src/sources/(?:registry|source)[.]ts$';
// Of the engine a door sees what reads; everything else it asks of app/.
const SYNC_FOR_DOORS = 'src/sync/(?:coordinator/run|mapping/value-tables|snapshot/find-payload)[.]ts$';
const DOORS = ['scim', 'api', 'web'];
for (const door of DOORS) {
  const rooms = SEES.app.filter((room) => room !== 'src/sources/' && room !== 'src/sync/');
  SEES[door] = [...rooms, 'src/auth/', `src/${door}/`, SOURCES_FOR_DOORS, SYNC_FOR_DOORS];
}

const rooms = Object.entries(SEES).map(([room, seen]) => ({
  name: `${room}-sees-only`,
  comment: `${room} may import only ${seen.join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: seen.map((path) => `^${path}`) },
}));

/** The folders of domain/, in the order in which they build on each other. */
const DOMAIN = ['shared', 'user', 'mapping', 'sync'];
const domainFolders = DOMAIN.slice(0, -1).map((folder, at) => ({
  name: `domain-${folder}-sees-only`,
  comment: `in domain/, ${folder}/ may import only ${DOMAIN.slice(0, at + 1).join(', ')}`,
  severity: 'error',
  from: { path: `^src/domain/${folder}/` },
  to: { path: `^src/domain/(?:${DOMAIN.slice(at + 1).join('|')})/` },
}));

/** Each package has one home, so that replacing it is one room's work. */
const HOMES = {
  hono: { package: '@hono/[^/]+|hono', homes: '^src/(?:(?:scim|api|web|auth)/|index[.]tsx?$)' },
  drizzle: { package: 'drizzle-orm', homes: '^src/store/' },
  jmespath: { package: 'jmespath', homes: '^src/jmespath/' },
  ssh2: { package: 'ssh2', homes: '^src/sources/csv-sftp/' },
};

const homes = Object.entries(HOMES).map(([name, home]) => ({
  name: `${name}-at-home`,
  comment: `${home.package} is imported only in ${home.homes}`,
  severity: 'error',
  from: { path: '^src/', pathNot: home.homes },
  to: { path: `(?:^|node_modules/)(?:@types/)?(?:${home.package})(?:/|$)` },
}));

module.exports = {
  forbidden: [
    ...rooms,
    ...domainFolders,
    ...homes,
    {
      name: 'known-rooms',
      comment: 'a new room of src/ needs its place in SEES above',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(?:${Object.keys(SEES).join('|')})/` },
      to: {},
    },
    {
      name: 'doors-only-read',
      comment: 'a door calls a verb of app/ or auth/ to write: it opens no tenant for writing',
      severity: 'error',
      from: { path: `^src/(?:${DOORS.join('|')})/` },
      to: { path: '^src/store/(?:open-for-writing|.*/writer)[.]ts$' },
    },
    {
      name: 'sources-are-islands',
      comment: 'one data source never imports another; what they share is in lib/ or beside them in sources/',
      severity: 'error',
      from: { path: '^src/sources/([^/]+)/' },
      to: { path: '^src/sources/[^/]+/', pathNot: '^src/sources/$1/' },
    },
    {
      name: 'platform-at-home',
      comment: 'cloudflare:workers is imported only in sync/ and index.ts',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:sync/|index[.]tsx?$)' },
      to: { path: '^cloudflare:' },
    },
    {
      name: 'domain-without-platform',
      comment: 'domain/ decides as pure functions: nothing of Node, the platform or a server',
      severity: 'error',
      from: { path: '^src/(?:domain|jmespath)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'src-stands-alone',
      comment: 'what is deployed imports no tool, test or bench',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:tools|test|bench)/' },
    },
    { name: 'no-cycles', comment: 'no cycles, types included', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-folder-cycles',
      comment: 'two folders that need each other are one: no cycles between folders, inside a room either',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'the import leads to nothing that is installed',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^cloudflare:' },
    },
    {
      name: 'packages-declared',
      comment: 'what src/ imports stands under dependencies in package.json',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/fixtures/offenders/' },
    tsPreCompilationDeps: true,
    // Without it every import that ends in .ts would be unresolvable.
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};

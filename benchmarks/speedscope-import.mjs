// speedscope-import.mjs PACKAGE FILE...: reads each profile with the importer of speedscope and prints the processor time of the fastest of RUNS (default 5)
// reads, after one that compiles the code. PACKAGE is the folder of the npm package "speedscope", such as tests/npm/node_modules/speedscope.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import vm from 'node:vm';

const [folder, ...files] = process.argv.slice(2);
if (files.length === 0) throw new Error('usage: node speedscope-import.mjs PACKAGE FILE...');
const runs = Number(process.env.RUNS ?? 5);

// The package is one script that draws a page. Its importer is a module that the page requests; the script is run up to the line that draws.
const release = join(folder, 'dist', 'release');
const script = readFileSync(join(release, readdirSync(release).find((name) => /^speedscope-.*\.js$/.test(name))), 'utf8');
const draws = script.lastIndexOf('console.log(`speedscope v');
const requested = /\(await ([\w$]+)\)\.importProfileGroupFromText\(/.exec(script);
if (draws < 0 || !requested) throw new Error('this version of speedscope has another form');

// An object of the page: each of its properties is another one, and it can be called.
const stub = () => new Proxy(function () {}, { get: (_, name) => (name === Symbol.toPrimitive ? () => '' : stub()), apply: () => stub(), construct: () => stub() });
const context = vm.createContext({
  ...Object.fromEntries(['document', 'navigator', 'localStorage', 'Image', 'FontFace', 'requestAnimationFrame', 'HTMLElement', 'FileReader'].map((name) => [name, stub()])),
  console: { ...console, log() {}, warn() {} },
  ...{ URL, TextDecoder, TextEncoder, setTimeout, clearTimeout, atob, performance },
  location: { hash: '', protocol: 'http:' },
  addEventListener() {},
});
context.window = context.self = context;
const { importProfilesFromArrayBuffer } = await vm.runInContext(`${script.slice(0, draws)};globalThis.importer=${requested[1]}})();importer`, context);

const read = (path) => {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
};
for (const path of files) {
  let best = Infinity;
  for (let run = -1; run < runs; run++) {
    const bytes = read(path);
    const before = process.cpuUsage();
    try {
      const group = await importProfilesFromArrayBuffer(basename(path), bytes);
      if (!group?.profiles.length) throw new Error('it finds no profile');
    } catch (fault) {
      console.log(`${basename(path)}: speedscope does not read it (${fault.message})`);
      break;
    }
    const { user, system } = process.cpuUsage(before);
    if (run >= 0) best = Math.min(best, (user + system) / 1e6);
  }
  if (best === Infinity) continue;
  const megabytes = read(path).byteLength / 1e6;
  console.log(`${basename(path)}: ${megabytes.toFixed(1)} MB in ${best.toFixed(2)} s, ${(megabytes / best).toFixed(0)} MB/s`);
}

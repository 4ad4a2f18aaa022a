import { Names } from '../data/columns.js';
import { compareBytes } from '../trees/groups.js';

// Returns two profiles whose functions and modules have the same numbers: [first, second]. Everything else of each profile is its own. Labels stay
// in the order of their bytes, on which the order of trees depends.
export function shareNames(first, second) {
  const labels = mergeSorted(first.labelNames, second.labelNames);
  const modules = mergeByText(first.moduleNames, second.moduleNames);
  const withNames = (profile, labelNumbers, moduleNumbers) =>
    Object.assign(Object.create(profile), {
      labelNames: labels.names,
      moduleNames: modules.names,
      frameLabels: profile.frameLabels.map(label => labelNumbers[label]),
      frameModules: profile.frameModules.map(module => moduleNumbers[module]),
      cache: new Map(),
    });
  return [withNames(first, labels.first, modules.first), withNames(second, labels.second, modules.second)];
}

// Returns the names of both lists one after the other.
export function concatenateNames(first, second) {
  const list = [...Array(first.length).keys()].map(i => first.utf8(i));
  for (let i = 0; i < second.length; i++) list.push(second.utf8(i));
  return namesOfList(list);
}

// Returns {names, first, second}: the names of two sorted lists in order, each once, and the new number of each name of the lists.
function mergeSorted(first, second) {
  const list = [];
  const numbers = [new Uint32Array(first.length), new Uint32Array(second.length)];
  let a = 0;
  let b = 0;
  while (a < first.length || b < second.length) {
    const order = a === first.length ? 1 : b === second.length ? -1 : compareBytes(first.utf8(a), second.utf8(b));
    if (order <= 0) numbers[0][a] = list.length;
    if (order >= 0) numbers[1][b] = list.length;
    list.push(order <= 0 ? first.utf8(a) : second.utf8(b));
    if (order <= 0) a++;
    if (order >= 0) b++;
  }
  return { names: namesOfList(list), first: numbers[0], second: numbers[1] };
}

// The same for lists in any order: the first list keeps its numbers.
function mergeByText(first, second) {
  const decoder = new TextDecoder('windows-1252'); // has a character per byte
  const numberOf = new Map();
  const list = [];
  const add = names =>
    Uint32Array.from({ length: names.length }, (_, i) => {
      const key = decoder.decode(names.utf8(i));
      const known = numberOf.get(key);
      if (known !== undefined) return known;
      numberOf.set(key, list.length);
      return list.push(names.utf8(i)) - 1;
    });
  const numbers = [add(first), add(second)];
  return { names: namesOfList(list), first: numbers[0], second: numbers[1] };
}

function namesOfList(list) {
  const lengths = Uint32Array.from(list, name => name.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const name of list) {
    bytes.set(name, at);
    at += name.length;
  }
  return new Names(bytes, lengths);
}

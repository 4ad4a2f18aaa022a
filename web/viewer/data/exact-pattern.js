// Returns a regular expression that matches exactly a name, in the browser and on the server.
export function exactPattern(name) {
  return `^${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`;
}

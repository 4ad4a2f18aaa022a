// Picked rows: {by, keys}, or null for all.

// Picks only the given keys; all rows where exactly these are picked already. With isAdding, they are added to the picked ones, or removed from them.
export function togglePicked(picked, by, keys, isAdding) {
  const before = picked?.by === by ? picked.keys : [];
  const arePicked = keys.every(key => before.includes(key));
  if (!isAdding) return arePicked && before.length === keys.length ? null : { by, keys };
  const left = before.filter(key => !keys.includes(key));
  return pickedOf(by, arePicked ? left : [...left, ...keys]);
}

export const pickedOf = (by, keys) => (keys.length === 0 ? null : { by, keys });

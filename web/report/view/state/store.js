// The store holds the state of the page: one immutable object that is replaced on each change. Listeners are called after each change.

export function createStore(initial) {
  let state = Object.freeze({ ...initial });
  const listeners = [];
  return {
    get: () => state,
    set(patch) {
      if (Object.keys(patch).every(key => Object.is(state[key], patch[key]))) return;
      const previous = state;
      state = Object.freeze({ ...state, ...patch });
      for (const listener of listeners) listener(state, previous);
    },
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}

// Returns a function that caches its last result: calls with the same arguments return the same object.
export function memoizeLast(compute) {
  let lastArguments = null;
  let result;
  return (...current) => {
    if (lastArguments === null || current.some((value, i) => !Object.is(value, lastArguments[i]))) {
      result = compute(...current);
      lastArguments = current;
    }
    return result;
  };
}

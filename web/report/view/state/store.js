// The state of the page is one plain object that is replaced and never changed. Whoever shows something listens; everything flows one way.

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

// A function that remembers its last answer: the same arguments give the same object, without work.
export function lastAnswer(compute) {
  let known = null;
  let answer;
  return (...given) => {
    if (known === null || given.some((value, i) => !Object.is(value, known[i]))) {
      answer = compute(...given);
      known = given;
    }
    return answer;
  };
}

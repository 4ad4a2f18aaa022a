// The page of the profile that the shown one is compared with: it shares all parts of the page, but has a profile and selectors of its own, and its
// selected range is that of the state's other profile. stateOf returns the state of the other profile.
export function createOtherPage(page, selectors, stateOf = stateOfOther) {
  const { store } = page;
  const other = Object.assign(Object.create(page), {
    profile: selectors.profile,
    selectors,
    stateOf,
    store: {
      get: () => stateOf(store.get()),
      // A range that is selected in the other heat map is the other range, with Ctrl too.
      set: ({ range, second }) => store.set({ other: range ?? second ?? null, compare: 'profile' }),
    },
    selectAll: () => store.set({ other: null }),
    render: state => other.heat?.render(stateOf(state)),
    heat: null,
  });
  return other;
}

const stateOfOther = state => ({ ...state, range: state.other, second: null, compare: 'off' });

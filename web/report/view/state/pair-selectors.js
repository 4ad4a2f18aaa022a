import { liftSelection, mergeProfiles } from '../../engine/pair/merged-profile.js';
import { shareNames } from '../../engine/pair/shared-names.js';
import { functionChanges } from '../../engine/statistics/function-changes.js';
import { functionTable } from '../../engine/trees/functions.js';
import { buildTree } from '../../engine/trees/tree.js';
import { weightTitle } from '../text/names.js';
import { diffPicture } from '../flame-graph/picture.js';
import { memoizeLast } from './store.js';
import { compareTrees, createSelectors } from './selectors.js';

// The values of a page with two recordings, derived from the state. Each recording has samples and selectors of its own, so that no number of one
// contains samples of the other. Only trees are compared in a profile of both.

// Returns {profile, selectors, otherSelectors}: the first recording with its selectors, which also compare it with the second one, and the selectors
// of the second one.
export function createPairSelectors(firstProfile, secondProfile) {
  const [profile, other] = shareNames(firstProfile, secondProfile);
  profile.other = other;
  const first = createSelectors(profile);
  const second = createSelectors(other);
  const both = createSelectors(mergeProfiles(profile, other));

  // Where the first recording has one event, there is no choice: the second one is shown with its default event.
  const stateOf = state => ({
    ...state,
    range: state.other,
    second: null,
    compare: 'off',
    event: state.event === null && profile.eventNames.length < 2 ? other.view.event : state.event,
  });
  const isOfPair = state => state.compare === 'profile';
  const isShared = weight => {
    const { unit } = profile.weightOf(weight);
    return other.weights.some(one => one.name === weight && one.unit === unit);
  };
  const isCompared = state => (isOfPair(state) ? isShared(state.weight) : first.isCompared(state));

  const makeSide = isSecond => {
    const lift = memoizeLast((merged, selection) => liftSelection(merged, selection, isSecond));
    const build = memoizeLast((selection, grouping, weight, reversed) => buildTree(selection, { grouping, weight, reversed }));
    return (state, selection) => build(lift(both.profileOf(state), selection), state.grouping, state.weight, state.reversed);
  };
  const treeOfFirst = makeSide(false);
  const treeOfSecond = makeSide(true);
  const makeDiff = memoizeLast(compareTrees);
  const diff = state => {
    const trees = [treeOfFirst(state, first.selected(state)), treeOfSecond(state, second.selected(stateOf(state)))];
    if (state.swapped) trees.reverse();
    return makeDiff(trees[0], trees[1], state.normalization);
  };
  const drawDiff = memoizeLast(diffPicture);
  const tableOfTarget = memoizeLast(functionTable);
  const tableOfBaseline = memoizeLast(functionTable);
  const changesOf = memoizeLast(functionChanges);

  // Functions that are answered otherwise where the two recordings are compared.
  const ofPair = {
    baseline: state => second.selected(stateOf(state)),
    picture: state => drawDiff(diff(state), state.elided),
    table: state => ({ target: tableOfTarget(diff(state).target), baseline: tableOfBaseline(diff(state).baseline) }),
    changes: state => changesOf(diff(state)),
    matchOfNodes: (state, picture) => both.matchOfNodes(state, picture),
  };
  const selectors = {
    ...first,
    ...Object.fromEntries(
      Object.entries(ofPair).map(([name, answer]) => [
        name,
        (state, ...more) => (isOfPair(state) && isCompared(state) ? answer : first[name])(state, ...more),
      ]),
    ),
    isCompared,
    // Why the recordings are not compared; null where they are.
    comparisonError: ({ compare, weight }) =>
      compare === 'profile' && !isShared(weight) ? `The other recording has no ${weightTitle(weight).toLowerCase()}.` : null,
    facets: () => joinFacets(first.facets(), second.facets()),
    rowChoices: (state, by) =>
      by === 'tid' || by === 'pid' ? first.rowChoices(state, by) : joinChoices(first.rowChoices(state, by), second.rowChoices(state, by)),
    // The frames of a comparison are those of both.
    moduleOf: (picture, node) => (picture.diff?.profile.firstCount === undefined ? first : both).moduleOf(picture, node),
    onChange(listener) {
      for (const one of [first, second, both]) one.onChange(listener);
    },
  };
  return { profile, selectors, otherSelectors: second, stateOf };
}

// Adds the choices that only the second recording has. Process and thread ids are those of one recording.
function joinFacets(first, second) {
  const joined = { ...first };
  for (const key of ['event', 'comm', 'label', 'cpu']) joined[key] = joinChoices(first[key], second[key]);
  return joined;
}

function joinChoices(first, second) {
  const known = new Set(first.map(choice => choice.key));
  return [...first, ...second.filter(choice => !known.has(choice.key)).map(choice => ({ ...choice, count: 0 }))];
}

// Returns a profile whose samples have other stacks; the samples, the threads and the names are those of the given profile. Each transform is
// {type, label, kind, module} and applies to the result of the previous one:
//   focus     stacks start at the function; samples without it are excluded
//   callers   stacks end at the function; samples without it are excluded
//   hide      the frames of the function are removed, so that its callees are called by its caller
//   module    frames of the module that are called from the module are removed: calls within it are part of the function that entered it
// A function is a label and a kind. Where it is recursive, its outermost frame counts.
export function transformProfile(profile, transforms) {
  return transforms.reduce(transformOnce, profile);
}

function transformOnce(profile, transform) {
  const { stackCount, stackParents, stackFrames, frameLabels, frameKinds, frameModules } = profile;
  const builder = new StackBuilder(profile);
  const numbers = new Uint32Array(stackCount); // the new stack of each stack
  const isInside = new Uint8Array(stackCount); // whether a stack contains the function
  const isFunction = frame => frameLabels[frame] === transform.label && frameKinds[frame] === transform.kind;
  const isOfModule = stack => stack !== 0 && frameModules[stackFrames[stack]] === transform.module;
  for (let stack = 1; stack < stackCount; stack++) {
    const parent = stackParents[stack];
    const frame = stackFrames[stack];
    const above = numbers[parent];
    isInside[stack] = isInside[parent] | (isFunction(frame) ? 1 : 0);
    const isKept =
      transform.type === 'focus'
        ? isInside[stack] === 1
        : transform.type === 'callers'
          ? isInside[parent] === 0
          : transform.type === 'hide'
            ? !isFunction(frame)
            : !(isOfModule(stack) && isOfModule(parent));
    numbers[stack] = isKept ? builder.child(above, frame) : above;
  }
  const needsFunction = transform.type === 'focus' || transform.type === 'callers';
  return builder.build(numbers, stack => needsFunction && isInside[stack] === 0);
}

// Builds the tree of the new stacks. Siblings are then sorted and stacks numbered in pre-order, as in every profile
class StackBuilder {
  constructor(profile) {
    this.profile = profile;
    this.parents = [0];
    this.frames = [0];
    this.children = [new Map()];
  }

  // Returns the child of a stack for a frame. Frames of equal name and kind are one child.
  child(parent, frame) {
    const { frameLabels, frameKinds } = this.profile;
    const key = frameLabels[frame] * 16 + frameKinds[frame];
    let stack = this.children[parent].get(key);
    if (stack === undefined) {
      stack = this.parents.length;
      this.children[parent].set(key, stack);
      this.parents.push(parent);
      this.frames.push(frame);
      this.children.push(new Map());
    }
    return stack;
  }

  build(numbers, isExcluded) {
    const { profile, children } = this;
    const count = this.parents.length;
    const order = new Uint32Array(count);
    const stackParents = new Uint32Array(count);
    const stackFrames = new Uint32Array(count);
    const stackDepths = new Uint32Array(count);
    const pending = [0];
    for (let next = 0; pending.length > 0; next++) {
      const stack = pending.pop();
      order[stack] = next;
      stackParents[next] = order[this.parents[stack]];
      stackFrames[next] = this.frames[stack];
      stackDepths[next] = stack === 0 ? 0 : stackDepths[stackParents[next]] + 1;
      const keys = [...children[stack].keys()].sort((a, b) => b - a);
      for (const key of keys) pending.push(children[stack].get(key));
    }
    const excludedSamples = new Uint8Array(profile.count);
    const stacks = profile.stacks.map((stack, sample) => {
      if (isExcluded(stack) || profile.excludedSamples?.[sample] === 1) excludedSamples[sample] = 1;
      return order[numbers[stack]];
    });
    return Object.assign(Object.create(profile), {
      stackCount: count,
      stackParents,
      stackFrames,
      stackDepths,
      stacks,
      excludedSamples,
      cache: new Map(),
    });
  }
}

// A thousand subscribers are told of a change at the same moment: they take turns, so that requests get theirs in between.

const AT_ONCE = 8;

const waiting: (() => void)[] = [];
let isPlanned = false;

/** Resolves when it is the caller's turn: a few of those who wait each time round the event loop, the first first. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    plan();
  });
}

function plan(): void {
  if (isPlanned || waiting.length === 0) return;
  isPlanned = true;
  setImmediate(() => {
    isPlanned = false;
    for (const resolve of waiting.splice(0, AT_ONCE)) resolve();
    plan();
  });
}

// The answers of the server. The page asks for an answer each time it is rendered; the first time, the question is sent, and the page is rendered
// again when its answer is there. Until then it gets the last answer of the same slot, so that a picture stays until the next one replaces it.
//
// A slot has one question under way. While the pointer is dragged, there are more questions than answers: only the latest one waits, and one that
// has been under way for long is canceled for it.

const maximumAnswers = 200;
const patience = 400;

// onBusy(isBusy) is called when a question is sent and when one is answered.
export function createAnswers(api, { onAnswer, onError, onBusy }) {
  const answers = new Map(); // by address, the least recently used first
  const slots = new Map();
  let pending = 0;

  function slotOf(name) {
    if (!slots.has(name)) slots.set(name, { last: null, wanted: null, running: null, failed: null });
    return slots.get(name);
  }

  function keep(address, answer) {
    answers.delete(address);
    answers.set(address, answer);
    if (answers.size > maximumAnswers) answers.delete(answers.keys().next().value);
  }

  async function send(slot, address) {
    const controller = new AbortController();
    const running = { address, controller, since: performance.now() };
    slot.running = running;
    pending++;
    onBusy(true);
    try {
      const answer = await api.getJson(address, controller.signal);
      keep(address, answer);
      slot.last = answer;
    } catch (error) {
      if (error.name === 'AbortError') return;
      slot.failed = { address, error };
      if (slot.wanted === address) onError(error);
    } finally {
      pending--;
      if (slot.running === running) {
        slot.running = null;
        if (slot.wanted !== null && slot.wanted !== address && !answers.has(slot.wanted)) send(slot, slot.wanted);
      }
      onBusy(pending > 0);
      onAnswer();
    }
  }

  // Returns the answer of an address; while it is unknown, the last answer of the slot, which may be null.
  function ask(name, address) {
    const slot = slotOf(name);
    slot.wanted = address;
    const known = answers.get(address);
    if (known !== undefined) {
      keep(address, known);
      return (slot.last = known);
    }
    if (slot.failed?.address === address) return slot.last;
    const { running } = slot;
    if (running !== null && running.address !== address && performance.now() - running.since > patience) {
      running.controller.abort();
      slot.running = null;
    }
    if (slot.running === null) send(slot, address);
    return slot.last;
  }

  return {
    ask,
    // The error of a slot's question; null where it has an answer or waits for one.
    errorOf: name => (slotOf(name).failed?.address === slotOf(name).wanted ? (slotOf(name).failed?.error ?? null) : null),
    // The answer of an address; null while it is unknown.
    answerOf: address => answers.get(address) ?? null,
  };
}

// Remembers the memories of the WebAssembly instances that are made from now on.

const memories = new Set();
const Instance = WebAssembly.Instance;

WebAssembly.Instance = function remembered(module, imports) {
  const instance = new Instance(module, imports);
  if (instance.exports.memory) memories.add(instance.exports.memory);
  return instance;
};
WebAssembly.Instance.prototype = Instance.prototype;

/** The bytes of all of them: such a memory only grows, so it is the most there ever was. */
export const peak = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

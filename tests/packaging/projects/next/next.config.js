// A server that can be moved: it brings the packages that it needs.

export default { output: 'standalone' };

const none = () => {
  throw new Error('Nothing is encrypted here.');
};

/** For archives that are delivered as they are. */
export const noCiphers = { openpgp: none, age: none };

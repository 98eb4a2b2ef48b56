// The visitor in IndexedDB: one record, changed in one transaction at a time, whatever tab asks.

const STORE = 'visitor';
const KEY = 'me';

/** Who is not known yet. */
const nobody = () => ({ profile: {}, events: [], segmentMembership: {}, cart: [] });

let database;

/** Opened once; again when the browser closed it. */
function open() {
  return (database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('audiences', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (database = undefined);
      resolve(request.result);
    };
  }).catch((error) => {
    database = undefined;
    throw error;
  }));
}

/**
 * Reads the visitor, has `work` make the next one of it, and stores that. `work` is synchronous: all
 * of it is one transaction, and the transactions of all tabs run one after the other. So no event is
 * lost when two tabs send at the same time. Who is not known is only stored when `create` says so.
 */
export async function change(work, { create }) {
  const transaction = (await open()).transaction(STORE, 'readwrite');
  const store = transaction.objectStore(STORE);
  return new Promise((resolve, reject) => {
    let next;
    let failure;
    const request = store.get(KEY);
    request.onsuccess = () => {
      try {
        next = work(request.result ?? nobody());
        if (request.result || create) store.put(next, KEY);
      } catch (error) {
        failure = error;
        transaction.abort();
      }
    };
    transaction.oncomplete = () => resolve(next);
    transaction.onabort = () => reject(failure ?? transaction.error);
  });
}

/** Deletes all that is known; gives who is left, a stranger. */
export async function forget() {
  const transaction = (await open()).transaction(STORE, 'readwrite');
  transaction.objectStore(STORE).delete(KEY);
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(nobody());
    transaction.onabort = () => reject(transaction.error);
  });
}

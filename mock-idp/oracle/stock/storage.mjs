// Forgets what has expired, as the databases do that providers are run with.
export class Storage {
  #kept = new Map();

  get(key) {
    const found = this.#kept.get(key);
    return found && Date.now() < found.until ? found.value : undefined;
  }

  set(key, value, milliseconds = Infinity) {
    this.#kept.set(key, { value, until: Date.now() + milliseconds });
  }

  delete(key) {
    this.#kept.delete(key);
  }
}

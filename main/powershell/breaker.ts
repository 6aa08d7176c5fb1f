/** Failures in a row after which a server is left alone until somebody asks for it. */
const enough = 3;

/** Keeps a server that fails again and again from being tried for ever: each try costs it a shell and us a child. */
export class Breaker {
  #failures = 0;

  get open(): boolean {
    return this.#failures >= enough;
  }

  failed(): void {
    this.#failures += 1;
  }

  worked(): void {
    this.#failures = 0;
  }

  /** The administrator asked again. */
  reset(): void {
    this.#failures = 0;
  }
}

/* Sends what changed and keeps it until the office's server has it: nothing typed is dropped on the way. */

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;

/**
 * A queue of things to save. `collect(keys)` returns the FormData of those things, `took(keys, html, status)` is told
 * of an answer, `failed(keys, why, reason)` of a failure. What failed for now ("offline", "busy", "signed-out") is sent
 * again, later and later; what the office refuses ("refused", with its reason) waits until somebody changes it.
 */
export class Saver {
  constructor({ url, token, collect, took, failed }) {
    Object.assign(this, { url, token, collect, took, failed });
    this.waiting = new Set();
    this.refused = new Map();
    this.sending = null;
    this.wait = FIRST_WAIT;
    addEventListener("online", () => this.flush());
    addEventListener("beforeunload", (event) => {
      if (this.busy) {
        event.preventDefault();
      }
    });
  }

  get busy() {
    return this.waiting.size > 0 || this.refused.size > 0 || this.sending !== null;
  }

  add(...keys) {
    keys.forEach((key) => {
      this.refused.delete(key);
      this.waiting.add(key);
    });
    return this.flush();
  }

  async flush() {
    if (this.sending || this.waiting.size === 0) {
      return;
    }
    clearTimeout(this.timer);
    const keys = [...this.waiting];
    this.waiting.clear();
    this.sending = keys;
    const [why, reason] = await this.send(keys);
    this.sending = null;
    if (why === "refused") {
      keys.filter((key) => !this.waiting.has(key)).forEach((key) => this.refused.set(key, reason));
      this.failed(keys, why, reason);
      await this.flush();
    } else if (why) {
      keys.forEach((key) => this.waiting.add(key));
      this.failed([...this.waiting], why);
      this.timer = setTimeout(() => this.flush(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    } else {
      this.wait = FIRST_WAIT;
      await this.flush();
    }
  }

  async send(keys) {
    try {
      const response = await fetch(this.url, {
        method: "POST",
        body: this.collect(keys),
        headers: { "X-CSRFToken": this.token, "HX-Request": "true" },
        redirect: "manual",
      });
      if (response.type === "opaqueredirect" || response.status === 403) {
        return ["signed-out"];
      }
      if (response.status === 429) {
        return ["busy"];
      }
      if (response.status >= 500 || response.status === 404 || response.status === 408) {
        return ["offline"];
      }
      const isPlain = response.headers.get("Content-Type")?.startsWith("text/plain");
      const text = await response.text();
      if (response.status >= 400 && (isPlain || response.status !== 409)) {
        return ["refused", isPlain ? text : ""];
      }
      this.took(keys, text, response.status);
      return [""];
    } catch {
      return ["offline"];
    }
  }
}

/** Put every element of the answer that has an id in the place of its namesake on the page; returns the new ones. */
export function place(html) {
  const answer = document.createElement("template");
  answer.innerHTML = html;
  const placed = [];
  for (const fresh of answer.content.querySelectorAll("[data-place]")) {
    const old = document.getElementById(fresh.id);
    if (old) {
      old.replaceWith(fresh);
      placed.push(fresh);
    }
  }
  return placed;
}

/* The way of what the probe notices to the lab's own server. One channel a session: every event has a number in it, is
   kept until the server has acknowledged it, and may be sent twice without harm. */

const ROUTE = "/aufzeichnung";
const SEND_AT = 50, PER_BATCH = 150, MOST_WAITING = 2000, LANE = 2 ** 20;
const REFUSALS = 3, AFTER_REFUSAL_MS = 30000, LONGEST_PAUSE_MS = 60000, GIVE_UP_MS = 15000;

export class Channel {
  token = ""; n = 0; waiting = []; refusals = 0; failures = 0; notBefore = 0; busy = false;

  renew(token) {
    if (this.token !== token) Object.assign(this, {token, refusals: 0, notBefore: 0});
  }

  add(event) {
    if (this.n >= LANE) return;
    this.waiting.push({n: this.n++, event});
    if (this.waiting.length > MOST_WAITING) this.waiting.shift();  // the missing number tells the server
    if (this.waiting.length >= SEND_AT) this.send();
  }

  body(events) { return JSON.stringify({token: this.token, events}); }

  async send() {
    if (this.busy || !this.waiting.length || this.refusals >= REFUSALS || performance.now() < this.notBefore) return;
    this.busy = true;
    const batch = this.waiting.slice(0, PER_BATCH), last = batch[batch.length - 1].n;
    let status = 0;
    try {
      const signal = AbortSignal.timeout(GIVE_UP_MS);
      status = (await fetch(ROUTE, {method: "POST", body: this.body(batch), keepalive: true, signal})).status;
    } catch { /* no connection: it stays in the queue */ }
    this.busy = false;
    if (status === 204) {
      this.waiting = this.waiting.filter((one) => one.n > last);
      this.refusals = this.failures = 0;
      if (this.waiting.length) this.send();
    } else if (status === 400) {
      this.refusals += 1;
      this.notBefore = performance.now() + AFTER_REFUSAL_MS;
    } else {
      this.failures += 1;
      this.notBefore = performance.now() + Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.min(this.failures, 6));
    }
  }

  leave() {  // nobody tells us whether it arrives, so that all of it stays in the queue
    for (let i = 0; i < this.waiting.length && this.refusals < REFUSALS; i += PER_BATCH) {
      if (!navigator.sendBeacon(ROUTE, this.body(this.waiting.slice(i, i + PER_BATCH)))) return;
    }
  }
}

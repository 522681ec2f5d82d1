// Carries what the person says to the server: in order, never lost, and again once the line is back.

const SLOT = "ocop-chat:";

function stored(act) {
  try { return act(localStorage); } catch (refused) { return null; } // private windows may refuse or be full
}

// crypto.randomUUID is too young for the phones we meet.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function answered(body) {
  try { return JSON.parse(body); } catch (notJson) { return { error: "" }; } // a proxy's own page says nothing useful
}

function post(m, part) {
  const { id, kind, text, data, lat, lon } = m;
  const body = m.file ? new FormData() : JSON.stringify({ id, kind, text, data, lat, lon });
  const request = new XMLHttpRequest(); // fetch cannot tell how much of a photo has gone
  request.open("POST", m.file ? "/chat/upload" : "/chat/say");
  request.timeout = m.file ? 240000 : 20000;
  request.setRequestHeader("X-Chat", "1");
  if (m.file) {
    body.append("id", id);
    body.append("file", m.file, m.name);
    request.upload.onprogress = (event) => part(m, event.loaded / event.total);
  } else {
    request.setRequestHeader("Content-Type", "application/json");
  }
  return new Promise((done) => {
    request.onloadend = () => done({ status: request.status, ...answered(request.responseText) });
    request.send(body);
  });
}

/**
 * The queue of what has not arrived yet. It tells the page: `show.owed(m)`, `show.state(id, state, error, again)`
 * where state is sending, sent, failed (tried again by itself) or refused, `show.part(m, share)` of a file,
 * `show.unfit(m)`: why it must not be sent at all, `show.late(queue)` before sending, and calls what `show.said()`
 * returned once the server has the message.
 */
export function outbox(show) {
  const queue = [];
  let flushing = false, waits = 0, later = 0;

  /** Owes a message and keeps it. A slot each, so that two tabs never overwrite each other; files are too big. */
  function add(m) {
    Object.assign(m, { id: uuid(), from: "me", at: new Date().toISOString() });
    if (!m.file) stored((slots) => slots.setItem(SLOT + m.id, JSON.stringify(m)));
    owe(m);
    flush();
  }

  function owe(m) {
    queue.push(m);
    show.owed(m);
    show.state(m.id, "sending");
  }

  /** Takes up what an earlier visit could not send, unless `known(id)` says that it has arrived. */
  function restore(known) {
    const kept = stored((slots) => Object.keys(slots).filter((key) => key.startsWith(SLOT))
      .map((key) => JSON.parse(slots.getItem(key)))) || [];
    kept.filter((m) => !known(m.id)).sort((a, b) => (a.at < b.at ? -1 : 1)).forEach(owe);
    flush();
  }

  function drop(id) {
    const index = queue.findIndex((m) => m.id === id);
    if (index >= 0) queue.splice(index, 1);
    stored((slots) => slots.removeItem(SLOT + id));
  }

  function arrived(id) {
    drop(id);
    show.state(id, "sent");
  }

  async function flush() {
    if (flushing || !queue.length) return;
    flushing = true;
    clearTimeout(later);
    show.late(queue);
    while (queue.length && await deliver(queue[0]));
    flushing = false;
  }

  /** Sends one message; false where those behind it must wait too. */
  async function deliver(m) {
    show.state(m.id, "sending");
    await m.ready;
    const unfit = show.unfit(m);
    if (unfit) {
      refuse(m, unfit);
      return true;
    }
    const said = show.said();
    const { status, error, quiet } = await post(m, show.part);
    if (status === 200) {
      waits = 0;
      arrived(m.id);
      if (!quiet) said();
      return true;
    }
    // A message that the server cannot digest, or a file that the phone has lost, must not hold up those behind it.
    const stuck = status >= 500 || (!status && m.file && navigator.onLine);
    m.tries = (m.tries || 0) + (stuck ? 1 : 0);
    const wait = stuck ? m.tries < 3 : !status || status === 408 || status === 429;
    if (wait) hold(error);
    else refuse(m, error, stuck);
    return !wait;
  }

  function hold(error) {
    waits = Math.min(waits + 1, 5);
    later = setTimeout(flush, 1000 * 2 ** waits);
    const last = queue.length - 1;
    queue.forEach((m, place) => show.state(m.id, "failed", place ? "" : error, place === last && flush));
  }

  function refuse(m, error, worthwhile) {
    drop(m.id);
    const again = () => { m.tries = 0; owe(m); flush(); };
    show.state(m.id, "refused", error, worthwhile && again);
  }

  return { add, flush, restore, arrived, queue };
}

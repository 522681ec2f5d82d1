// Keeps the line from the server: the stream, and the history wherever the stream may have had a gap.

/** Tells the page: `page.hear(messages, whole)`, `page.up()` when the line stands, `page.down()` when it is gone. */
export function line(page) {
  let stream = null, lost = 0, fetched = false;

  async function history() {
    try {
      const response = await fetch("/chat/history", { cache: "no-store" });
      return response.ok ? (await response.json()).messages : null;
    } catch (unreachable) {
      return null;
    }
  }

  async function catchUp() {
    const messages = await history();
    if (!messages) return missing();
    fetched = true;
    return page.hear(messages, true);
  }

  function connect() {
    if (stream) stream.close();
    const mine = stream = new EventSource("/chat/stream");
    mine.onopen = () => {
      clearTimeout(lost);
      lost = 0;
      page.up();
      catchUp();
    };
    for (const kind of ["message", "me"])
      mine.addEventListener(kind, (event) => page.hear([JSON.parse(event.data)], false));
    mine.onerror = () => {
      missing();
      if (!fetched) catchUp();
      // After an HTTP error the browser gives up for good, so a new line is ours to open.
      if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === stream && connect(), 3000);
    };
  }

  function missing() {
    lost = lost || setTimeout(page.down, navigator.onLine ? 4000 : 0);
  }

  window.addEventListener("offline", missing);
  window.addEventListener("online", connect);
  // A phone that slept may hold a dead line that looks alive.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) connect(); });
  connect();
  return { catchUp };
}

/** What answers as a Signal bridge as far as a gateway needs to count as connected: a check, and an empty stream. */
export const FAKE_SIGNAL = `
import http.server, time
class Bridge(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        if self.path.startswith("/api/v1/events"):
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            while True:
                self.wfile.write(b":\\n\\n")
                self.wfile.flush()
                time.sleep(1)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")
    do_POST = do_GET
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", 18090), Bridge).serve_forever()
`;

// A host that knows nothing of gongshi: it hands out files below a sub-path and answers 404 to all else.

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
};

/** Serves `folder` at `http://127.0.0.1:PORT<under>`; a lost address shows the folder's 404.html, as hosts do. */
export async function serve(folder, under = '/a/b/') {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const inside = path.startsWith(under) ? normalize(join(folder, path.slice(under.length) || 'index.html')) : '';
    const found = inside.startsWith(folder + sep) && existsSync(inside) && statSync(inside).isFile();
    const file = found ? inside : join(folder, '404.html');
    response.writeHead(found ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    home: `http://127.0.0.1:${server.address().port}${under}`,
    close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}

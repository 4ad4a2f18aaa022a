// Answers queries as ClickHouse's HTTP interface does, with the ClickHouse of the npm package chdb in this process: node chdb-server.cjs PORT FOLDER_OF_CHDB
const http = require('node:http');
const { Session } = require(process.argv[3]);

const session = new Session();
http
  .createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    try {
      response.end(session.query(Buffer.concat(parts).toString(), 'TabSeparated'));
    } catch (fault) {
      response.statusCode = 500;
      response.end(String(fault.message ?? fault));
    }
  })
  .listen(Number(process.argv[2]), '127.0.0.1');

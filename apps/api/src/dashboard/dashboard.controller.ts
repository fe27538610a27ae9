import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { pageFolder } from './page-folder.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { WELCOME } from './welcome.js';

/** The page at `/`; a short text for clients that ask for plain text, and while the page is not built. */
@Controller()
export class DashboardController {
  @Get()
  async page(@Headers('accept') accept: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    void reply.headers(SECURITY_HEADERS).header('vary', 'accept').header('cache-control', 'no-cache');
    const folder = isPlain(accept) ? undefined : pageFolder();
    if (folder === undefined) await reply.type('text/plain; charset=utf-8').send(WELCOME);
    else await reply.type('text/html; charset=utf-8').send(await readFile(path.join(folder, 'index.html')));
  }
}

function isPlain(accept = '*/*'): boolean {
  return accept.includes('text/plain') && !accept.includes('text/html');
}

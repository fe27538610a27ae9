import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../platform/access/principal.js';
import { pageFolder } from './page-folder.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { WELCOME } from './welcome.js';

/** The page at `/`; a short text for clients that ask for plain text, and while the page is not built. */
@Controller()
export class DashboardController {
  @Get()
  async page(
    @Headers('accept') accept: string | undefined,
    @Req() { principal }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply
      .headers(SECURITY_HEADERS)
      .header('vary', 'accept, authorization, cookie')
      .header('cache-control', 'no-cache');
    const folder = isPlain(accept) ? undefined : pageFolder();
    if (folder === undefined) await reply.type('text/plain; charset=utf-8').send(WELCOME);
    else
      await reply
        .type('text/html; charset=utf-8')
        .send(signed(await readFile(path.join(folder, 'index.html'), 'utf8'), principal));
  }
}

/** The page knows from the start whether anybody is signed in, so that it asks nothing in vain. */
function signed(page: string, principal: Principal | null): string {
  if (principal && principal.by === undefined) return page;
  return page.replace('<html ', `<html data-signed="${principal ? 'in' : 'out'}" `);
}

function isPlain(accept = '*/*'): boolean {
  return accept.includes('text/plain') && !accept.includes('text/html');
}

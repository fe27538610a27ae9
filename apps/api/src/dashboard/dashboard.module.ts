import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { DashboardController } from './dashboard.controller.js';
import { pageFolder } from './page-folder.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** Serves the page and its assets. Asset names contain a digest of their content, so they are cached for ever. */
@Module({ controllers: [DashboardController] })
export class DashboardModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const folder = pageFolder();
    if (folder === undefined) return;
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Not awaited: that would boot Fastify before Nest has set its error handler.
    void fastify.register(fastifyStatic, {
      root: path.join(folder, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      index: false,
      preCompressed: true,
      decorateReply: false,
      setHeaders: (reply) => {
        void reply.headers(SECURITY_HEADERS);
      },
    });
  }
}

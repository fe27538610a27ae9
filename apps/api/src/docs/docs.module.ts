import { Module } from '@nestjs/common';
import { DocsController } from './docs.controller.js';

/** The documents that describe the interface, generated from the schemas that validate it. */
@Module({ controllers: [DocsController] })
export class DocsModule {}

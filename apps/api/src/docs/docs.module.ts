import { Module } from '@nestjs/common';
import { DocsController } from './docs.controller.js';

/** The documents that describe the interface, made of the schemas that it is checked with. */
@Module({ controllers: [DocsController] })
export class DocsModule {}

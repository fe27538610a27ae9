import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ParametersPipe } from './parameters.js';
import { ProblemFilter } from './problem.js';

/** How every route reads its parameters and reports errors. */
@Module({
  providers: [
    { provide: APP_PIPE, useClass: ParametersPipe },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class HttpModule {}

import { Controller, Get } from '@nestjs/common';

/** What stands at the address itself: where to go from here. */
@Controller()
export class WelcomeController {
  @Get()
  welcome() {
    return {
      ledger: 'Plant Ledger: an event-sourced ledger of vehicle production and delivery',
      sendEventsTo: '/v1/events',
      read: [
        '/v1/monthly-totals',
        '/v1/daily-totals',
        '/v1/milestones',
        '/v1/stock',
        '/v1/lines',
        '/v1/downtime',
        '/v1/network',
        '/v1/explain?figure=delivered',
        '/v1/quarantine',
        '/v1/log',
      ],
      state: ['/v1/status', '/livez', '/readyz'],
    };
  }
}

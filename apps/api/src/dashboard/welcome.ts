export const WELCOME = `Plant Ledger: an event-sourced ledger of vehicle production and delivery

send events   POST /v1/events
read          GET /v1/milestones /v1/monthly-totals /v1/daily-totals /v1/months/2024-07 /v1/stock /v1/lines
              /v1/downtime /v1/network /v1/changes?since=0 /v1/explain?figure=delivered /v1/quarantine /v1/log
follow        GET /v1/live
state         GET /v1/status /v1/sources /livez /readyz
describe      GET /openapi.json /docs
dashboard     this address, in a browser
`;

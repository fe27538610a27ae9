import type { EventType, SourceEvent } from '@plant-ledger/domain';
import {
  ProduceUnit,
  ProduceUnitHandler,
  HoldUnit,
  HoldUnitHandler,
  ReleaseUnit,
  ReleaseUnitHandler,
  ShipUnit,
  ShipUnitHandler,
  ReceiveUnit,
  ReceiveUnitHandler,
  DeliverUnit,
  DeliverUnitHandler,
  ReturnUnit,
  ReturnUnitHandler,
  ScrapUnit,
  ScrapUnitHandler,
  VoidUnitEvent,
  VoidUnitEventHandler,
  CorrectUnitEvent,
  CorrectUnitEventHandler,
} from './unit.commands.js';
import {
  CommissionLine,
  CommissionLineHandler,
  ChangeLineRate,
  ChangeLineRateHandler,
  HaltLine,
  HaltLineHandler,
  ResumeLine,
  ResumeLineHandler,
  VoidLineEvent,
  VoidLineEventHandler,
  CorrectLineEvent,
  CorrectLineEventHandler,
} from './line.commands.js';
import {
  RegisterPlant,
  RegisterPlantHandler,
  ChangePlantCapacity,
  ChangePlantCapacityHandler,
} from './plant.commands.js';
import {
  SetMonthlyTarget,
  SetMonthlyTargetHandler,
  DefineMilestone,
  DefineMilestoneHandler,
  ReviseMilestone,
  ReviseMilestoneHandler,
  WithdrawMilestone,
  WithdrawMilestoneHandler,
} from './plan.commands.js';
import {
  OpenSite,
  OpenSiteHandler,
  CloseSite,
  CloseSiteHandler,
  VoidSiteEvent,
  VoidSiteEventHandler,
} from './network.commands.js';
import { CloseMonth, CloseMonthHandler, ReopenMonth, ReopenMonthHandler } from './month.commands.js';
import type { EventCommand } from './event-command.js';

const COMMANDS = {
  UnitProduced: ProduceUnit,
  UnitHeld: HoldUnit,
  UnitReleased: ReleaseUnit,
  UnitShipped: ShipUnit,
  UnitReceived: ReceiveUnit,
  UnitDelivered: DeliverUnit,
  UnitReturned: ReturnUnit,
  UnitScrapped: ScrapUnit,
  UnitEventVoided: VoidUnitEvent,
  UnitEventCorrected: CorrectUnitEvent,
  LineCommissioned: CommissionLine,
  LineRateChanged: ChangeLineRate,
  LineHalted: HaltLine,
  LineResumed: ResumeLine,
  LineEventVoided: VoidLineEvent,
  LineEventCorrected: CorrectLineEvent,
  PlantRegistered: RegisterPlant,
  PlantCapacityChanged: ChangePlantCapacity,
  MonthlyTargetSet: SetMonthlyTarget,
  MilestoneDefined: DefineMilestone,
  MilestoneRevised: ReviseMilestone,
  MilestoneWithdrawn: WithdrawMilestone,
  SiteOpened: OpenSite,
  SiteClosed: CloseSite,
  SiteEventVoided: VoidSiteEvent,
  MonthClosed: CloseMonth,
  MonthReopened: ReopenMonth,
} as const satisfies { readonly [Type in EventType]: new (event: SourceEvent<Type>) => EventCommand<Type> };

/** The command that asks the ledger to accept this event. */
export function commandFor(event: SourceEvent): EventCommand {
  const Command = COMMANDS[event.type] as new (event: SourceEvent) => EventCommand;
  return new Command(event);
}

export const EVENT_COMMAND_HANDLERS = [
  ProduceUnitHandler,
  HoldUnitHandler,
  ReleaseUnitHandler,
  ShipUnitHandler,
  ReceiveUnitHandler,
  DeliverUnitHandler,
  ReturnUnitHandler,
  ScrapUnitHandler,
  VoidUnitEventHandler,
  CorrectUnitEventHandler,
  CommissionLineHandler,
  ChangeLineRateHandler,
  HaltLineHandler,
  ResumeLineHandler,
  VoidLineEventHandler,
  CorrectLineEventHandler,
  RegisterPlantHandler,
  ChangePlantCapacityHandler,
  SetMonthlyTargetHandler,
  DefineMilestoneHandler,
  ReviseMilestoneHandler,
  WithdrawMilestoneHandler,
  OpenSiteHandler,
  CloseSiteHandler,
  VoidSiteEventHandler,
  CloseMonthHandler,
  ReopenMonthHandler,
];

import { accepted, eventIdOf, refused, same, text, textOr, waiting, type Decision, type Reported } from './reported.js';

/** A month's target: as first set and as it stands. */
export interface Target {
  readonly metric: string;
  readonly month: string;
  readonly plant: string | undefined;
  readonly model: string | undefined;
  readonly first: number;
  current: number;
}

export interface Milestone {
  readonly defined: Reported;
  readonly metric: string;
  readonly plant: string | undefined;
  readonly model: string | undefined;
  target: number;
  due: string;
  withdrawn: boolean;
  /** Which targets were reached while they stood, each when it first was. */
  readonly reached: { readonly target: number; readonly by: string }[];
}

/** The event that first reached the target that stands, or a higher one that stood before. */
export const reachedBy = ({ reached, target }: Milestone): string | undefined =>
  reached.find((one) => one.target >= target)?.by;

/** The plan: its targets and milestones. */
export class Plan {
  readonly targets = new Map<string, Target>();
  readonly milestones = new Map<string, Milestone>();

  setTarget({ data }: Reported): Decision {
    const [plant, model] = [textOr(data, 'plant', undefined), textOr(data, 'model', undefined)];
    const [metric, month, target] = [text(data, 'metric'), text(data, 'month'), Number(data.target)];
    const key = JSON.stringify([metric, plant, model, month]);
    const known = this.targets.get(key);
    if (known === undefined) this.targets.set(key, { metric, month, plant, model, first: target, current: target });
    else known.current = target;
    return accepted;
  }

  decideMilestone(reported: Reported): Decision {
    const name = text(reported.data, 'milestone');
    const known = this.milestones.get(name);
    if (reported.type === 'MilestoneDefined') return this.define(reported, name, known);
    if (known === undefined) return waiting('unknown-milestone', `milestone:${name}`);
    if (known.withdrawn) return reported.type === 'MilestoneWithdrawn' ? same(false) : refused('milestone-withdrawn');
    if (reported.type === 'MilestoneWithdrawn') known.withdrawn = true;
    else {
      known.target = Number(reported.data.target ?? known.target);
      known.due = textOr(reported.data, 'due', known.due);
    }
    return accepted;
  }

  private define(reported: Reported, name: string, known: Milestone | undefined): Decision {
    const { data } = reported;
    if (known !== undefined) {
      const alike = ['title', 'metric', 'plant', 'model', 'target', 'due'].every(
        (field) => known.defined.data[field] === data[field],
      );
      return alike ? same(known.defined.time !== reported.time) : refused('already-defined');
    }
    this.milestones.set(name, {
      defined: reported,
      metric: text(data, 'metric'),
      plant: textOr(data, 'plant', undefined),
      model: textOr(data, 'model', undefined),
      target: Number(data.target),
      due: text(data, 'due'),
      withdrawn: false,
      reached: [],
    });
    return accepted;
  }

  /** Notes which milestones an event has reached, by what is counted after it. */
  after(reported: Reported, valueOf: (milestone: Milestone) => number): void {
    for (const milestone of this.milestones.values())
      if (!milestone.withdrawn && reachedBy(milestone) === undefined && valueOf(milestone) >= milestone.target)
        milestone.reached.push({ target: milestone.target, by: eventIdOf(reported.source, reported.id) });
  }
}

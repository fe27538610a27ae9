/** Nothing is forecast beyond ten years. */
export const HORIZON_DAYS = 3_654;

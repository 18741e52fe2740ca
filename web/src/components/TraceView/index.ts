export { formatAbsolute, formatMicros, formatRelative } from "./format";
export { TraceSteps } from "./TraceSteps";
export { useTrace } from "./useTrace";

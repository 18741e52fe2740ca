export { LazyCard as AdaptiveCard } from "./LazyCard";

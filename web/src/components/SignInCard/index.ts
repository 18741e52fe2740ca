export { SignInCard } from "./SignInCard";

// Takes the place of `swiper`: the renderer imports it for carousels, which are not registered here.
export default class Swiper {}
export const A11y = {};
export const Autoplay = {};
export const History = {};
export const Keyboard = {};
export const Navigation = {};
export const Pagination = {};
export const Scrollbar = {};

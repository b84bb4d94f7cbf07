/** The default theme, the live cascade of the home page, and colours that pass in light and dark. */
import DefaultTheme from "vitepress/theme";
import LiveCascade from "./LiveCascade.vue";
import "./site.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }: { app: { component(name: string, component: unknown): void } }) {
    app.component("LiveCascade", LiveCascade);
  },
};

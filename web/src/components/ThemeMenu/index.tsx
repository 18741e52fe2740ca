import {
  Button,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { DarkThemeRegular } from "@fluentui/react-icons";
import { chooseTheme, THEME_CHOICES, useThemeChoice } from "../../hooks/useThemeChoice";
import { texts } from "../../texts";

/** Light, dark, high contrast, or as the system has it. */
export function ThemeMenu() {
  const choice = useThemeChoice();
  return (
    <Menu checkedValues={{ theme: [choice] }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<DarkThemeRegular />}
          aria-label={texts.theme.label}
          title={texts.theme.label}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {THEME_CHOICES.map((name) => (
            <MenuItemRadio key={name} name="theme" value={name} onClick={() => chooseTheme(name)}>
              {texts.theme.choices[name]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

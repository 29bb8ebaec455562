package io.lorentz.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {

  @Test
  void cellsAreEveryCombinationTheLastKeyChangingFastest() {
    Grid grid = Grid.of(List.of("risk.a=1,2", " exits.b = x, y,z"));
    assertThat(grid.keys()).containsExactly("risk.a", "exits.b");
    assertThat(grid.cells())
        .extracting(cell -> String.join(" ", cell.values()))
        .containsExactly("1 x", "1 y", "1 z", "2 x", "2 y", "2 z");
  }

  @Test
  void aThousandCellsArePossible() {
    String ten = "0,1,2,3,4,5,6,7,8,9";
    assertThat(Grid.of(List.of("a.a=" + ten, "b.b=" + ten, "c.c=" + ten)).cells()).hasSize(1000);
  }
}

package io.lorentz.core.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneByOneTest {

  @Test
  void whateverTheBatchAMemberSeesOneQueryAtATime() {
    List<Integer> sizes = new ArrayList<>();
    Classifier member =
        new Classifier() {
          @Override
          public String name() {
            return "torchscript";
          }

          @Override
          public void score(List<Query> batch, double[] scores) {
            sizes.add(batch.size());
            scores[0] = sizes.size();
          }
        };
    double[] scores = new double[3];
    try (OneByOne one = new OneByOne(member)) {
      assertThat(one.name()).isEqualTo("torchscript");
      one.score(Collections.nCopies(3, null), scores);
    }
    assertThat(sizes).containsExactly(1, 1, 1);
    assertThat(scores).containsExactly(1, 2, 3);
  }
}

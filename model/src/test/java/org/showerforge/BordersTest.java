package org.showerforge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The borders of the model: no Spark, no Hadoop. */
@AnalyzeClasses(packages = "org.showerforge", importOptions = DoNotIncludeTests.class)
final class BordersTest {
  @ArchTest
  static final ArchRule NO_SPARK =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "io.jhdf..");

  @ArchTest
  static final ArchRule NETWORKS_DO_NOT_KNOW_METRICS =
      noClasses()
          .that()
          .resideInAPackage("..engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..metrics..", "..cascade..")
          .allowEmptyShould(true);
}

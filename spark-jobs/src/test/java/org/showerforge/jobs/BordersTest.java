package org.showerforge.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The borders of this module and of its packages. */
final class BordersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.showerforge");

  @Test
  void theReportKnowsNoSpark() {
    noClasses()
        .that()
        .resideInAPackage("org.showerforge.report..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache..", "scala..", "org.showerforge.data..")
        .check(CLASSES);
  }

  @Test
  void nothingButTheJobsKnowsTheJobs() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.showerforge.jobs..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.showerforge.jobs..")
        .check(CLASSES);
  }

  @Test
  void onlyItsPackageKnowsDl4jOnSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.showerforge.jobs.train.dl4j")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.deeplearning4j.spark..")
        .check(CLASSES);
  }

  @Test
  void theTrainJobKnowsNoDl4jOnSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.showerforge.jobs.train.dl4j")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.showerforge.jobs.train.dl4j")
        .check(CLASSES);
  }

  @Test
  void jobsKnowNothingOfTheCommandLine() {
    noClasses()
        .that()
        .resideInAnyPackage("org.showerforge.jobs.*..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "org.showerforge.jobs")
        .check(CLASSES);
  }

  /** Executors load it before the job jar. */
  @Test
  void whatExecutorsLoadFirstLeansOnJavaAndSparkAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.showerforge.gpu")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideOutsideOfPackages(
                "org.showerforge.gpu",
                "java..",
                "scala..",
                "org.apache.spark..",
                "org.slf4j..",
                "org.jspecify..",
                "com.google.errorprone.."))
        .check(CLASSES);
  }
}

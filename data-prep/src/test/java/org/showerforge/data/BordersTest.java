package org.showerforge.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The borders of this module and of its packages. */
final class BordersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.showerforge.data");

  @Test
  void dataPrepKnowsNoNetworks() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..")
        .check(CLASSES);
  }

  @Test
  void onlyTheHdf5PackageKnowsJhdf() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.showerforge.data.hdf5")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.jhdf..")
        .check(CLASSES);
  }

  @Test
  void rawReadersKnowNeitherSparkNorTheDataSet() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.showerforge.data.raw",
            "org.showerforge.data.hdf5",
            "org.showerforge.data.csv",
            "org.showerforge.data.parquet")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "org.showerforge.data.event",
            "org.showerforge.data.output",
            "org.showerforge.data.prepare")
        .check(CLASSES);
  }
}

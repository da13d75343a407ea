/**
 * Laboratory tests and measurements: LOINC code, Polish name, UCUM unit, reference range for adults, decimals shown.
 * This material contains content from LOINC (http://loinc.org), © Regenstrief Institute, used under the LOINC licence.
 * Names are our own wording. Synthetic demonstration, not for clinical use.
 */
export interface Analyte {
  readonly loinc: string;
  readonly name: string;
  /** UCUM */
  readonly unit: string;
  /** As people write it. */
  readonly shown: string;
  readonly low?: number;
  readonly high?: number;
  /** Lower limit for women where it differs. */
  readonly lowFemale?: number;
  readonly decimals: number;
}

const row = (text: string): Analyte => {
  const [loinc = '', name = '', unit = '', shown = '', low = '', high = '', decimals = '0', lowFemale = ''] =
    text.split('|');
  return {
    loinc,
    name,
    unit,
    shown,
    ...(low && { low: Number(low) }),
    ...(high && { high: Number(high) }),
    ...(lowFemale && { lowFemale: Number(lowFemale) }),
    decimals: Number(decimals),
  };
};

export const analytes = {
  hba1c: row('4548-4|Hemoglobina glikowana (HbA1c)|%|%|4|6|1'),
  glucose: row('2345-7|Glukoza w surowicy|mg/dL|mg/dl|70|99|0'),
  creatinine: row('2160-0|Kreatynina w surowicy|mg/dL|mg/dl|0.6|1.2|2|0.5'),
  egfr: row('98979-8|eGFR (CKD-EPI 2021)|mL/min/{1.73_m2}|ml/min/1,73 m²|60||0'),
  urea: row('3091-6|Mocznik w surowicy|mg/dL|mg/dl|17|49|0'),
  potassium: row('2823-3|Potas w surowicy|mmol/L|mmol/l|3.5|5.1|1'),
  sodium: row('2951-2|Sód w surowicy|mmol/L|mmol/l|136|145|0'),
  cholesterol: row('2093-3|Cholesterol całkowity|mg/dL|mg/dl||190|0'),
  ldl: row('13457-7|Cholesterol LDL (wyliczony)|mg/dL|mg/dl||115|0'),
  hdl: row('2085-9|Cholesterol HDL|mg/dL|mg/dl|40||0|45'),
  triglycerides: row('2571-8|Triglicerydy|mg/dL|mg/dl||150|0'),
  haemoglobin: row('718-7|Hemoglobina|g/dL|g/dl|13.5|17.5|1|12'),
  leukocytes: row('6690-2|Leukocyty|10*3/uL|tys./µl|4|10|1'),
  erythrocytes: row('789-8|Erytrocyty|10*6/uL|mln/µl|4.2|5.9|2|3.8'),
  platelets: row('777-3|Płytki krwi|10*3/uL|tys./µl|150|400|0'),
  haematocrit: row('4544-3|Hematokryt|%|%|40|52|1|36'),
  tsh: row('3016-3|TSH|m[IU]/L|mIU/l|0.4|4|2'),
  ft4: row('3024-7|Tyroksyna wolna (FT4)|ng/dL|ng/dl|0.9|1.7|2'),
  inr: row('6301-6|INR|{INR}|INR|0.8|1.2|2'),
  crp: row('1988-5|Białko C-reaktywne (CRP)|mg/L|mg/l||5|1'),
  alt: row('1742-6|Aminotransferaza alaninowa (ALT)|U/L|U/l||41|0'),
  ast: row('1920-8|Aminotransferaza asparaginianowa (AST)|U/L|U/l||40|0'),
  ntprobnp: row('33762-6|NT-proBNP|pg/mL|pg/ml||125|0'),
  albuminuria: row('9318-7|Albumina/kreatynina w moczu|mg/g{creat}|mg/g||30|0'),
  psa: row('2857-1|PSA|ng/mL|ng/ml||4|2'),
  ferritin: row('2276-4|Ferrytyna|ng/mL|ng/ml|30|300|0|15'),
  weight: row('29463-7|Masa ciała|kg|kg|||1'),
  height: row('8302-2|Wzrost|cm|cm|||0'),
  bmi: row('39156-5|Wskaźnik masy ciała (BMI)|kg/m2|kg/m²|18.5|25|1'),
  pulse: row('8867-4|Tętno|/min|/min|60|100|0'),
  saturation: row('59408-5|Saturacja krwi (pulsoksymetr)|%|%|95|100|0'),
  temperature: row('8310-5|Temperatura ciała|Cel|°C|36|37.5|1'),
  ejection: row('10230-1|Frakcja wyrzutowa lewej komory (EF)|%|%|52|72|0'),
  fev1: row('20150-9|FEV1|L|l|||2'),
  fev1fvc: row('19926-5|FEV1/FVC|%|%|70||0'),
} as const satisfies Record<string, Analyte>;

export type AnalyteKey = keyof typeof analytes;

export interface Panel {
  readonly loinc: string;
  readonly name: string;
  readonly analytes: readonly AnalyteKey[];
}

export const panels = {
  basic: {
    loinc: '51990-0',
    name: 'Panel metaboliczny podstawowy',
    analytes: ['glucose', 'creatinine', 'egfr', 'urea', 'sodium', 'potassium'],
  },
  blood: {
    loinc: '58410-2',
    name: 'Morfologia krwi',
    analytes: ['haemoglobin', 'erythrocytes', 'haematocrit', 'leukocytes', 'platelets'],
  },
  lipids: {
    loinc: '24331-1',
    name: 'Lipidogram',
    analytes: ['cholesterol', 'ldl', 'hdl', 'triglycerides'],
  },
  diabetes: { loinc: '55399-0', name: 'Kontrola cukrzycy', analytes: ['hba1c', 'glucose', 'albuminuria'] },
  kidney: {
    loinc: '24362-6',
    name: 'Kontrola czynności nerek',
    analytes: ['creatinine', 'egfr', 'urea', 'potassium', 'albuminuria'],
  },
  liver: { loinc: '24325-3', name: 'Próby wątrobowe', analytes: ['alt', 'ast'] },
  thyroid: { loinc: '55204-3', name: 'Czynność tarczycy', analytes: ['tsh', 'ft4'] },
  heart: { loinc: '33762-6', name: 'Ocena niewydolności serca', analytes: ['ntprobnp', 'sodium', 'potassium'] },
  coagulation: { loinc: '38875-1', name: 'INR', analytes: ['inr'] },
  inflammation: { loinc: '1988-5', name: 'CRP', analytes: ['crp'] },
  prostate: { loinc: '2857-1', name: 'PSA', analytes: ['psa'] },
  iron: { loinc: '2276-4', name: 'Ferrytyna i hemoglobina', analytes: ['ferritin', 'haemoglobin'] },
  spirometry: { loinc: '81459-0', name: 'Spirometria', analytes: ['fev1', 'fev1fvc'] },
  echo: { loinc: '34552-0', name: 'Echokardiografia', analytes: ['ejection'] },
} as const satisfies Record<string, Panel>;

export type PanelKey = keyof typeof panels;
